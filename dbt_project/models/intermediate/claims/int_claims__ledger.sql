with

rules as (select * from {{ ref('claim_rules') }} where source = 'ledger'),

progress as (select * from {{ ref('int_progress__weekly') }} where is_current and progress is not null),

named as (
    select
        progress.task_id,
        progress.progress,
        progress.row_uid,
        rules.rule_id,
        rules.kind,
        {{ captured('progress.progress', 'rules.pattern', 0) }} as quote,
        {{ captured('progress.progress', 'rules.pattern', 1) }} as printed,
        rules.pattern like '%(万?)%'
        and {{ fits(captured('progress.progress', 'rules.pattern', 0), "'万元$'") }} as is_in_ten_thousands
    from progress
    inner join rules on {{ fits('progress.progress', 'rules.pattern') }}
),

final as (
    select
        row_uid || '/' || rule_id as claim_id,
        task_id,
        rule_id,
        kind,
        quote,
        progress as sentence,
        case when kind = 'count' then cast(printed as double) * case when is_in_ten_thousands then 10000 else 1 end end
            as value,
        case when kind = 'count' and {{ fits('quote', "'元$'") }} then '元' end as unit,
        row_uid
    from named
    where kind <> 'count' or printed <> ''
)

select * from final
