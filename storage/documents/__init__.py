"""Documents people take along, as Word files. The only folder that knows the Word library."""
