with

ledger as (select * from {{ ref('int_rectification_ledger__placed') }}),

-- A blank row of a task that the ledger reports on says that nothing was done; a task without a word says nothing.
reported as (
    select
        *,
        progress is not null or coalesce(recovered_cny, 0) > 0 or coalesce(people_held, 0) > 0 as has_begun,
        count(coalesce(status, progress, {{ as_text('recovered_cny') }}, {{ as_text('people_held') }}))
            over (partition by load_id, round_code, task_no) as reports
    from ledger
),

final as (
    select
        row_uid,
        load_id,
        round_code,
        task_no,
        measure_no,
        coalesce(status, case when has_begun then 'in_progress' else 'not_started' end) as status,
        progress,
        recovered_cny,
        people_held,
        sheet_row,
        as_of,
        revision
    from reported
    where reports > 0
)

select * from final
