"""The folder of the script that Streamlit runs, of its settings, and of what starts it."""
