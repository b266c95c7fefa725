with

items as (select * from {{ ref('int_ledger__decision_items') }}),

voices as (
    select
        row_uid,
        {{ each_name('speakers') }} as speaker
    from items
),

heard as (
    select
        row_uid,
        count(distinct {{ fold_name('speaker') }}) as voices
    from voices
    group by row_uid
),

-- Where members were heard in writing, or the minutes are kept in full elsewhere, the remark says so.
final as (
    select
        items.*,
        coalesce(heard.voices, 0) as voices
    from items
    left join heard on items.row_uid = heard.row_uid
    where not coalesce({{ fits('items.note', "'书面征求意见|录音整理'") }}, false)
)

select * from final
