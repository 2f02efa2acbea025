"""The page 调取: footage requests from registration to the sealed package and its receipt."""
