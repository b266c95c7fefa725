with

posted as (
    select *, {{ sign_pairs('content') }} as pairs
    from {{ ref('int_disclosures__posted') }}
    where posted_on is not null
),

-- Each with all earlier ones of the same board: a photograph or a text may be older than last month's.
compared as (
    select
        later.disclosure,
        earlier.month_on,
        earlier.row_uid,
        {{ bits_apart('later.photo_digest', 'earlier.photo_digest') }} as photo_bits,
        case when earlier.content is not null then {{ likeness('later.pairs', 'earlier.pairs') }} end as text_likeness
    from posted as later
    inner join posted as earlier
        on
            later.org_name = earlier.org_name
            and later.kind = earlier.kind
            and later.month_on > earlier.month_on
),

final as (
    select
        disclosure,
        min(photo_bits) as photo_bits,
        {{ first_by('month_on', 'photo_bits') }} as photo_month_on,
        {{ first_by('row_uid', 'photo_bits') }} as photo_row_uid,
        max(text_likeness) as text_likeness,
        {{ last_by('month_on', 'text_likeness') }} as text_month_on,
        {{ last_by('row_uid', 'text_likeness') }} as text_row_uid
    from compared
    group by disclosure
)

select * from final
