{{ config(materialized='table') }}

with

rules as (select * from {{ ref('claim_rules') }}),

claims as (select * from {{ ref('int_claims__stated') }}),

-- A rule's {n} stands for the claim's own number, which tells two numbers of one clause apart.
fitting as (
    select
        claims.claim_id,
        rules.rule_no,
        row_number() over (partition by claims.claim_id order by rules.rule_no) as place
    from claims
    inner join rules
        on
            claims.source = rules.source
            and {{ fits('claims.kind', "'^(?:' || rules.kind || ')$'") }}
            and (claims.rule_id is null or claims.rule_id = rules.rule_id)
            and (rules.unit is null or {{ fits("coalesce(claims.unit, '')", "'^(?:' || rules.unit || ')$'") }})
            and (
                rules.pattern is null
                or {{ fits('claims.quote', "replace(rules.pattern, '{n}', coalesce(claims.digits, ''))") }}
            )
            and (rules.context is null or {{ fits('claims.sentence', 'rules.context') }})
),

final as (
    select
        claims.claim_id,
        claims.source,
        claims.item_no,
        claims.task_id,
        claims.kind,
        claims.quote,
        claims.sentence,
        claims.value,
        claims.unit,
        claims.is_approximate,
        claims.start_on,
        claims.end_on,
        claims.span_start,
        claims.span_end,
        claims.row_uid,
        rules.rule_no,
        rules.rule_id,
        rules.pattern,
        rules.compared,
        rules.target,
        rules.part,
        rules.against,
        rules.stated,
        rules.comparison,
        rules.reason
    from claims
    left join fitting on claims.claim_id = fitting.claim_id and fitting.place = 1
    left join rules on fitting.rule_no = rules.rule_no
    -- A list or a phrase that no rule knows is a way of speaking; a number is a claim all the same.
    where fitting.rule_no is not null or claims.kind not in ('list', 'term')
)

select * from final
