-- The datasheets are the models' own YAML, which dbt has read already.
{% set indicators = graph.nodes.values() | selectattr('config.meta.indicator', 'defined') | list if execute else [] %}

with

indicators as (
    {%- for node in indicators %}
    {%- set sheet = node.config.meta.indicator %}
    select
        '{{ sheet.id }}' as indicator_id,
        '{{ sheet.family }}' as family,
        '{{ sheet.subject_type }}' as subject_type,
        '{{ node.config.meta.label.zh | replace("'", "''") }}' as label_zh,
        '{{ node.config.meta.label.en | replace("'", "''") }}' as label_en,
        cast({{ sheet.prior.confirmed }} as double) as prior_confirmed,
        cast({{ sheet.prior.refuted }} as double) as prior_refuted,
        {{ sheet.requires | length }} as datasets_needed
    union all
    {%- endfor %}
    select
        null as indicator_id, null as family, null as subject_type, null as label_zh, null as label_en,
        cast(null as double) as prior_confirmed, cast(null as double) as prior_refuted,
        null as datasets_needed
),

final as (select * from indicators where indicator_id is not null)

select * from final
