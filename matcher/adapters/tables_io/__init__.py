"""Tables in and out: CSV and XLSX, the encodings that old files come in, foreign column names."""
