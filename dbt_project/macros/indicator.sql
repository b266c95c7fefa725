{% macro parameter(name) -%}
    {#-
    The value in force of a parameter that the datasheet of the indicator declares: the site's own where it has one, else
    the default. `shared` in the datasheet names a parameter that several rules read.
    -#}
    {%- set owner = (model.tested_node_unique_id or model.unique_id).split('.') | last -%}
    {%- set declared = indicator_parameters()[owner][name] -%}
    {#- The default stands inside: outside, DuckDB 2.0.0 takes the sum of what passes a filter by it for nothing. -#}
    (
        select coalesce(max(value), {{ declared.value }}) from {{ ref('int_parameters__in_force') }}
        where parameter = '{{ declared.name }}'
    )
{%- endmacro %}

{% macro known_until() -%}
    {#- The last day of which the build knows anything: what is due later is not late. -#}
    (select max(known_until) from {{ ref('int_weeks__spine') }} where is_current)
{%- endmacro %}

{% macro precision_of(prior_confirmed, prior_refuted, confirmed, refuted) -%}
    {#- Mean of the Beta posterior: the datasheet's expectation, moved by the verdicts that people left. -#}
    ({{ prior_confirmed }} + {{ confirmed }}) / ({{ prior_confirmed }} + {{ prior_refuted }} + {{ confirmed }} + {{ refuted }})
{%- endmacro %}

{% macro finding_id(indicator, subject_type, subject, period_start) -%}
    {#- The end of the period is left out: it moves while the matter goes on, and the finding stays the same. -#}
    {{ indicator }} || '-' || {{ short_hash(
        indicator ~ " || '|' || " ~ subject_type ~ " || '|' || " ~ subject ~ " || '|' || coalesce("
        ~ as_text(period_start) ~ ", '')"
    ) }}
{%- endmacro %}
