with

rules as (select * from {{ ref('claim_rules') }}),

final as (
    select
        rule_no,
        rule_id,
        source,
        kind,
        unit,
        pattern,
        context,
        compared,
        target,
        part,
        against,
        stated,
        comparison,
        reason
    from rules
)

select * from final
