with

weeks as (select * from {{ ref('int_weeks__spine') }} where is_current),

remarks as (select * from {{ ref('int_ledger__institutions') }}),

-- A rule that its superior tries out is for the superior to review. An extension sets a later day of review.
trials as (
    select listed.*
    from {{ ref('int_institutions__listed') }} as listed
    inner join weeks on listed.week_id = weeks.week_id
    left join remarks on listed.row_uid = remarks.row_uid
    where
        listed.is_trial
        and listed.change <> 'withdrawn'
        and coalesce(remarks.status <> 'superior', true)
        and coalesce(listed.review_due_on < weeks.known_until, true)
),

final as (
    select
        'L04.5' as indicator_id,
        'document' as subject_type,
        document_id as subject_id,
        org_id,
        effective_on as period_start,
        null as period_end,
        null as amount_cny,
        null as score,
        {{ row_list(['row_uid']) }} as evidence,
        {{ detail({
            'subject': 'title',
            'unit': 'issuer',
            'effective_on': 'effective_on',
            'review_due_on': 'review_due_on'
        }) }} as detail
    from trials
    where {{ add_months('effective_on', parameter('trial_months')) }} < {{ known_until() }}
)

select * from final
