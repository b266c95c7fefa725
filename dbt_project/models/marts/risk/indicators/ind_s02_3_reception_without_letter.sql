with

receptions as (select * from {{ ref('int_expense_claims__identified') }} where category = 'reception'),

limits as (
    select *
    from {{ ref('int_reference__expense_standards') }}
    where category = 'reception' and hosts_limit_count is not null
),

-- The limit for so many guests, where a standard of the day has one; more guests than it names go by their share.
limited as (
    select
        receptions.row_uid,
        min(limits.hosts_limit_count) as hosts_limit_count
    from receptions
    inner join limits
        on receptions.persons_count <= coalesce(limits.guests_to_count, receptions.persons_count)
    where receptions.spent_on between limits.valid_from and coalesce(limits.valid_to, cast('9999-12-31' as date))
    group by receptions.row_uid
),

allowed as (
    select
        receptions.*,
        case
            when limited.hosts_limit_count is not null then limited.hosts_limit_count
            when receptions.persons_count <= {{ parameter('guests_to') }} then {{ parameter('hosts') }}
            else floor(receptions.persons_count / {{ parameter('guests_a_host') }})
        end as hosts_allowed,
        {{ fits("coalesce(receptions.note, '') || coalesce(receptions.purpose, '')", "'突发|应急处置|抢险|救灾'") }}
            as is_emergency
    from receptions
    left join limited on receptions.row_uid = limited.row_uid
),

-- An emergency leaves no time for a letter, but needs no more hosts.
doubtful as (
    select *
    from allowed
    where (letter_no is null and not is_emergency) or hosts_count > hosts_allowed
),

bills as (
    select
        claim_id,
        min(claim_no) as claim_no,
        min(org_id) as org_id,
        min(org_name) as org_name,
        min(spent_on) as spent_on,
        min(letter_no) as letter_no,
        max(persons_count) as guests,
        max(hosts_count) as hosts,
        max(hosts_allowed) as hosts_allowed,
        sum(amount_cny) as amount_cny,
        {{ gathered_rows('row_uid') }} as bill_rows
    from doubtful
    group by claim_id
),

final as (
    select
        'S02.3' as indicator_id,
        'voucher' as subject_type,
        claim_id as subject_id,
        org_id,
        spent_on as period_start,
        spent_on as period_end,
        amount_cny,
        null as score,
        bill_rows as evidence,
        {{ detail({
            'subject': 'coalesce(claim_no, claim_id)', 'unit': 'org_name', 'spent_on': 'spent_on',
            'letter_no': 'letter_no', 'guests': 'guests', 'hosts': 'hosts', 'allowed': 'cast(hosts_allowed as integer)',
            'amount': 'amount_cny'
        }) }} as detail
    from bills
)

select * from final
