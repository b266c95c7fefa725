"""The folder of the script that Streamlit runs, and of its settings."""
