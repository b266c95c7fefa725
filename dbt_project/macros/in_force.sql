{% macro in_force(dataset, key, organisation=[], people=[], has_round=false) -%}
    {#-
    The rows of a dataset that hold in the week of the build: one row per key, the latest.
    organisation: columns that name the organisation a row belongs to, the first that is filled decides `org_id`.
    people: identity numbers; each becomes `person_id`, or `<prefix>_person_id`, the token of whom the row means even where
    the number was mistyped or left out.
    -#}
    {%- set written = 'coalesce(latest.' ~ organisation | join(', latest.') ~ ')' if organisation | length > 1
        else 'latest.' ~ organisation[0] if organisation else none %}
with

loads as (select * from {{ ref('int_loads__effective') }} where is_current),

delivered as (select * from {{ ref('stg_' ~ dataset) }}),

names as (select * from {{ ref('int_organisations__named') }} where is_current),

links as (select * from {{ ref('stg_landing__person_links') }}),

latest as (
    {{ effective_rows('delivered', key, has_round=has_round) }}
),

final as (
    select
        latest.*,
        {%- for column in people %}
        coalesce(link_{{ loop.index }}.person_token, latest.{{ column }}_token) as {{ column | replace('id_card', 'person_id') }},
        {%- endfor %}
        {%- if written %}
        names.org_id,
        coalesce(names.name, {{ written }}) as org_name
        {%- else %}
        cast(null as varchar) as org_id,
        cast(null as varchar) as org_name
        {%- endif %}
    from latest
    {%- if written %}
    left join names on {{ fold_name(written) }} = names.match_key
    {%- endif %}
    {%- for column in people %}
    left join links as link_{{ loop.index }}
        on latest.row_uid = link_{{ loop.index }}.row_uid and link_{{ loop.index }}.role = '{{ column }}'
    {%- endfor %}
)

select * from final
{%- endmacro %}
