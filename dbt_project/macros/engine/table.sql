{#-
A build writes into a new file that is swapped in as a whole, so no table in it has to be built aside, renamed and backed
up: for a hundred small tables that costs more than their rows.
-#}
{% materialization table, adapter='duckdb' %}
    {%- set existing = load_cached_relation(this) -%}
    {%- set target = this.incorporate(type='table') -%}
    {{ run_hooks(pre_hooks) }}
    {%- if existing is not none and not existing.is_table %}
        {% do adapter.drop_relation(existing) %}
    {%- endif %}
    {% call statement('main') -%}
        create or replace table {{ target }} as (
            {{ compiled_code }}
        )
    {%- endcall %}
    {{ run_hooks(post_hooks) }}
    {% do adapter.commit() %}
    {{ return({'relations': [target]}) }}
{% endmaterialization %}
