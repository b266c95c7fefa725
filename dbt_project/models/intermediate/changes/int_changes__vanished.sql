with

loads as (
    select distinct
        week_id,
        week_no,
        dataset,
        coalesce(unit_key, '') as unit_key,
        load_id
    from {{ ref('int_loads__effective') }}
),

source_rows as (select dataset, load_id, row_uid, row_key from {{ ref('int_source_rows__unioned') }}),

-- Deliveries of the week before that another has taken the place of; where nothing has, nothing can have gone.
replaced as (
    select
        later.week_id,
        later.week_no,
        loads.dataset,
        loads.unit_key,
        loads.load_id
    from loads
    inner join (select distinct week_id, week_no, dataset, unit_key from loads) as later
        on
            loads.dataset = later.dataset
            and loads.unit_key = later.unit_key
            and loads.week_no + 1 = later.week_no
    left join loads as still on later.week_no = still.week_no and loads.load_id = still.load_id
    where still.load_id is null
),

dropped as (
    select replaced.*, source_rows.row_key, source_rows.row_uid as row_uid_before
    from replaced
    inner join source_rows on replaced.dataset = source_rows.dataset and replaced.load_id = source_rows.load_id
),

held as (
    select distinct
        loads.week_no,
        loads.dataset,
        loads.unit_key,
        source_rows.row_key
    from loads
    inner join (select distinct week_no, dataset, unit_key from replaced) as places
        on {{ at_one_place('loads', 'places') }}
    inner join source_rows on loads.dataset = source_rows.dataset and loads.load_id = source_rows.load_id
),

missed as (
    select dropped.*
    from dropped
    left join held
        on {{ at_one_place('dropped', 'held') }} and dropped.row_key = held.row_key
    where held.row_key is null
),

-- A row whose empty cells have been filled in is the same row.
final as (
    select
        week_id,
        dataset,
        row_uid_before
    from missed
    where not exists (
        select 1
        from held
        where {{ at_one_place('missed', 'held') }} and {{ json_includes('held.row_key', 'missed.row_key') }}
    )
)

select * from final
