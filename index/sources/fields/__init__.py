"""Records of JSON and of tables: which of their fields says what, under whatever names they go."""
