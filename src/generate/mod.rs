//! Plans and operations as the text of a dialect.
