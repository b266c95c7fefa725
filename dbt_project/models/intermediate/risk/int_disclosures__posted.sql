with

disclosures as (select * from {{ ref('int_ledger__disclosures') }}),

calendar as (select * from {{ ref('int_reference__calendar_days') }}),

weeks as (
    select spine.known_until, parameters.disclosure_day
    from {{ ref('int_weeks__spine') }} as spine
    inner join {{ ref('int_weeks__parameterised') }} as parameters on spine.week_id = parameters.week_id
    where spine.is_current
),

-- What was put right later stands in a row of its own; the first posting decides whether it was late.
ranked as (
    select
        *,
        {{ month_start('month') }} as month_on,
        row_number() over (
            partition by org_name, {{ month_start('month') }}, kind order by posted_on nulls last, row_uid
        ) as nth
    from disclosures
),

first_posted as (
    select
        ranked.*,
        ranked.org_name || '/' || substr({{ as_text('ranked.month_on') }}, 1, 7) as board,
        coalesce(ranked.due_on, {{ add_days('ranked.month_on', 'weeks.disclosure_day - 1') }}) as usual_due_on,
        weeks.known_until as last_day
    from ranked
    cross join weeks
    where ranked.nth = 1
),

due_days as (select distinct usual_due_on from first_posted),

near_days as (
    select usual_due_on, {{ each_day('usual_due_on', add_days('usual_due_on', '14')) }} as day_on
    from due_days
),

-- A day of rest moves the duty to the next working day.
moved as (
    select near_days.usual_due_on, min(near_days.day_on) as due_on
    from near_days
    left join calendar on near_days.day_on = calendar.day_on
    where calendar.kind = 'workday' or (calendar.kind is null and {{ iso_weekday('near_days.day_on') }} <= 5)
    group by near_days.usual_due_on
),

final as (
    select
        first_posted.board || '/' || first_posted.kind as disclosure,
        first_posted.board,
        first_posted.org_id,
        first_posted.org_name,
        first_posted.month_on,
        first_posted.kind,
        moved.due_on,
        first_posted.posted_on,
        {{ days_between('moved.due_on', 'coalesce(first_posted.posted_on, first_posted.last_day)') }} as days_late,
        coalesce({{ fits('first_posted.note', "'照片'") }}, false) as is_photo_later,
        coalesce({{ fits('first_posted.note', "'同一公开栏'") }}, false) as is_same_board,
        first_posted.item_count,
        first_posted.content,
        first_posted.income_cny,
        first_posted.expense_cny,
        first_posted.other_expense_cny,
        first_posted.bank_movement_cny,
        first_posted.photo_digest,
        first_posted.checker,
        first_posted.check_verdict,
        first_posted.row_uid
    from first_posted
    left join moved on first_posted.usual_due_on = moved.usual_due_on
)

select * from final
