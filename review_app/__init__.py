"""What people look at and do: the screens, the parts on them, and the routes beside them."""
