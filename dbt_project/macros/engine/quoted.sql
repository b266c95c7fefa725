{% macro quoted(name) %}{{ return(adapter.quote(name)) }}{% endmacro %}
