"""The belts around the money: tenant policies, rows that are never changed, and books that balance and stay closed.

What the triggers refuse they refuse to everybody, the owner too: an unbalanced journal at the end of its transaction, an
entry in a journal of an earlier transaction, a journal in a closed period or on a day outside it, and any change of a
period's days or of a closed one.
"""

from django.db import migrations

from apps.kernel.tenancy.operations import TenantTable

PERIOD = """
CREATE OR REPLACE FUNCTION funding_period_stays() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public AS $$
BEGIN
  IF OLD.state = 'closed' THEN
    RAISE EXCEPTION 'the books of % are closed', OLD.name USING ERRCODE = '42501';
  END IF;
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'periods are never removed' USING ERRCODE = '42501';
  END IF;
  IF (NEW.first, NEW.last, NEW.currency, NEW.committee_id) IS DISTINCT FROM
     (OLD.first, OLD.last, OLD.currency, OLD.committee_id) THEN
    RAISE EXCEPTION 'the days and the currency of a period never change' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER period_stays BEFORE UPDATE OR DELETE ON funding_period
  FOR EACH ROW EXECUTE FUNCTION funding_period_stays();
"""

JOURNAL = """
CREATE OR REPLACE FUNCTION funding_journal_is_in_open_books() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public AS $$
DECLARE books record;
BEGIN
  SELECT name, state, first, last INTO books FROM funding_period WHERE id = NEW.period_id FOR SHARE;
  IF books.state IS DISTINCT FROM 'open' THEN
    RAISE EXCEPTION 'the books of % are closed', books.name USING ERRCODE = '42501';
  END IF;
  IF NEW."on" NOT BETWEEN books.first AND books.last THEN
    RAISE EXCEPTION 'the period % does not have the day %', books.name, NEW."on" USING ERRCODE = '23514';
  END IF;
  NEW.transaction := pg_current_xact_id()::text::bigint;
  RETURN NEW;
END $$;
CREATE TRIGGER journal_is_in_open_books BEFORE INSERT ON funding_journal
  FOR EACH ROW EXECUTE FUNCTION funding_journal_is_in_open_books();
"""

ENTRY = """
CREATE OR REPLACE FUNCTION funding_entry_is_of_this_transaction() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public AS $$
DECLARE made bigint;
BEGIN
  SELECT transaction INTO made FROM funding_journal WHERE id = NEW.journal_id;
  IF made IS DISTINCT FROM pg_current_xact_id()::text::bigint THEN
    RAISE EXCEPTION 'a journal takes entries only while it is made' USING ERRCODE = '42501';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER entry_is_of_this_transaction BEFORE INSERT ON funding_entry
  FOR EACH ROW EXECUTE FUNCTION funding_entry_is_of_this_transaction();
"""

# At the end of the transaction no committee may be active any more, so the check names the row's own and puts back
# what was there.
BALANCE = """
CREATE OR REPLACE FUNCTION funding_journal_balances() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public AS $$
DECLARE
  before text := current_setting('app.committee', true);
  entries bigint;
  difference numeric;
BEGIN
  PERFORM set_config('app.committee', NEW.committee_id::text, true);
  SELECT count(*), coalesce(sum(amount), 0) INTO entries, difference
    FROM funding_entry WHERE committee_id = NEW.committee_id AND journal_id = NEW.id;
  PERFORM set_config('app.committee', coalesce(before, ''), true);
  IF entries < 2 OR difference <> 0 THEN
    RAISE EXCEPTION 'journal % has % entries, and debits and credits differ by %', NEW.ref, entries, difference
      USING ERRCODE = '23514';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER journal_balances AFTER INSERT ON funding_journal
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION funding_journal_balances();
"""


class Migration(migrations.Migration):
    dependencies = [("funding", "0001_initial"), ("record", "0002_isolation")]
    operations = [
        TenantTable("Period"),
        TenantTable("Account"),
        TenantTable("Journal", append_only=True),
        TenantTable("Entry", append_only=True),
        TenantTable("Declarant"),
        TenantTable("Declaration", append_only=True),
        TenantTable("Accelerators", append_only=True),
        TenantTable("DeclaredFile", append_only=True),
        TenantTable("EstimateAppeal"),
        TenantTable("OpeningRequest"),
        TenantTable("Scale"),
        TenantTable("ScaleShare"),
        TenantTable("Budget"),
        TenantTable("BudgetLine"),
        TenantTable("Assessment", append_only=True),
        TenantTable("Instalment", append_only=True),
        TenantTable("BankStatement", append_only=True),
        TenantTable("BankLine"),
        TenantTable("Payment"),
        TenantTable("Settlement", append_only=True),
        TenantTable("ProofOfPayment"),
        TenantTable("Waiver", append_only=True),
        TenantTable("ArrearsCase"),
        TenantTable("Expenditure"),
        TenantTable("ExpenditureFile", append_only=True),
        TenantTable("BankDetails"),
        TenantTable("BankEntry"),
        TenantTable("StatedBalance", append_only=True),
        TenantTable("Reconciliation", append_only=True),
        migrations.RunSQL(PERIOD, "DROP FUNCTION funding_period_stays() CASCADE"),
        migrations.RunSQL(JOURNAL, "DROP FUNCTION funding_journal_is_in_open_books() CASCADE"),
        migrations.RunSQL(ENTRY, "DROP FUNCTION funding_entry_is_of_this_transaction() CASCADE"),
        migrations.RunSQL(BALANCE, "DROP FUNCTION funding_journal_balances() CASCADE"),
    ]
