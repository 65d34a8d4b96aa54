"""What screens are built from: Python faces of the components in ``review_app/frontend``."""
