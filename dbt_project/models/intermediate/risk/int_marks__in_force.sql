with

loads as (select * from {{ ref('int_loads__effective') }} where is_current),

marks as (select * from {{ ref('stg_operations__lead_marks') }}),

ranked as (
    select
        marks.*,
        row_number() over (
            partition by marks.lead_id
            order by
                marks.marked_on desc, marks.as_of desc, marks.revision desc, marks.load_id desc, marks.sheet_row desc
        ) as recency
    from loads
    inner join marks on loads.load_id = marks.load_id
),

final as (
    select
        lead_id,
        verdict,
        reason,
        method,
        amount_cny,
        evidence_no,
        marked_by,
        marked_on,
        note,
        row_uid
    from ranked
    where recency = 1
)

select * from final
