{#- Graphs as each engine walks them. -#}

{#-
A query of node and component, one row per node of the pairs `one`–`other` of a CTE; the component bears the name of its
least node.
-#}
{% macro components(edges, one, other) %}{{ return(adapter.dispatch('components', 'taizhang')(edges, one, other)) }}{% endmacro %}
{% macro default__components(edges, one, other) -%}
    {#- Only what changed in a round walks on, so that the work is that of the pairs and not of all that can be reached. -#}
    with recursive reached (node, component) using key (node) as (
        select node, node from (select {{ one }} as node from {{ edges }} union select {{ other }} from {{ edges }}) as nodes
        union
        select step.node, min(step.component)
        from (
            select {{ edges }}.{{ other }} as node, reached.component
            from reached inner join {{ edges }} on reached.node = {{ edges }}.{{ one }}
            union all
            select {{ edges }}.{{ one }} as node, reached.component
            from reached inner join {{ edges }} on reached.node = {{ edges }}.{{ other }}
        ) as step
        inner join recurring.reached as known on step.node = known.node
        where step.component < known.component
        group by step.node
    )
    select node, component from reached
{%- endmacro %}
