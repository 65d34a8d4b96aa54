"""Routes beside the screens: films in and out, documents, signing in."""
