//! Starts the web app.

fn main() {
    poolwright::ui::start();
}
