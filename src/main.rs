//! Starts the web app.

fn main() {
    poolwright_web::app::start();
}
