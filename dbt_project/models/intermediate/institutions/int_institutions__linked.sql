{% set rounds = 4 %}

{{ config(materialized='table') }}

with

listed as (select * from {{ ref('int_institutions__listed') }}),

prefixes as (select * from {{ ref('int_institutions__prefixes') }}),

titled as (
    select
        listed.week_id,
        listed.document_id,
        listed.issuer_key,
        listed.folded_title,
        listed.replaced_title,
        listed.text_digest,
        coalesce(max(length(prefixes.prefix)), 0) as prefix_length
    from listed
    left join prefixes
        on
            listed.week_id = prefixes.week_id
            and coalesce(prefixes.org_id, listed.issuer_key) = listed.issuer_key
            and substr(listed.folded_title, 1, length(prefixes.prefix)) = prefixes.prefix
            and length(listed.folded_title) > length(prefixes.prefix) + 1
    group by
        listed.week_id, listed.document_id, listed.issuer_key, listed.folded_title, listed.replaced_title,
        listed.text_digest
),

-- What two documents of one issuer share makes them one: the title proper, the text, or the title that one replaces.
tokens_0 as (
    {%- for token in [
        "'title ' || substr(folded_title, prefix_length + 1)", "'text ' || text_digest", "'title ' || replaced_title"
    ] %}
    select
        week_id, document_id, issuer_key, document_id as family_id,
        {{ token }} as token
    from titled
    where {{ token }} is not null
    {%- if not loop.last %}
    union
    {%- endif %}
    {%- endfor %}
),

-- Each round takes the least document one step further; a chain of titles longer than the rounds would be a story.
{%- for step in range(rounds) %}

shared_{{ step + 1 }} as (
    select *, min(family_id) over (partition by week_id, issuer_key, token) as nearest_id
    from tokens_{{ step }}
),

tokens_{{ step + 1 }} as (
    select
        week_id, document_id, issuer_key, token,
        min(nearest_id) over (partition by week_id, document_id) as family_id
    from shared_{{ step + 1 }}
),
{%- endfor %}

final as (
    select
        titled.week_id,
        titled.document_id,
        substr(titled.folded_title, titled.prefix_length + 1) as title_proper,
        min(tokens_{{ rounds }}.family_id) as family_id
    from titled
    inner join tokens_{{ rounds }}
        on titled.week_id = tokens_{{ rounds }}.week_id and titled.document_id = tokens_{{ rounds }}.document_id
    group by titled.week_id, titled.document_id, titled.folded_title, titled.prefix_length
)

select * from final
