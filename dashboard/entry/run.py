"""The script that Streamlit runs.

It has a folder of its own since Streamlit treats that folder apart: it comes first on the path, where our module
`warehouse` would hide the package of that name, and a `pages` folder in it would be run behind the app's back.
"""

from dashboard.app import show_app

show_app()
