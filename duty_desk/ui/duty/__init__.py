"""What goes on at the seat beside all pages: presence, quick log line, emergency."""
