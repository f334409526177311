"""What a listing and the texts of a repository tell. Pure."""
