package org.porin.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.porin.durable.StoreException;
import org.porin.membrane.SettledIdentity;
import org.porin.outbox.OutboxStore;
import org.porin.outbox.ParkedRow;
import org.porin.wire.MalformedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The outbox in tables: what waits is the next transaction of the {@link Writer}, as a whole. */
final class KeptOutbox implements OutboxStore, Freight {
  private static final Logger LOG = LoggerFactory.getLogger(KeptOutbox.class);

  /** More in one transaction makes it no cheaper for each, and the first of them wait longer. */
  private static final int MOST_AT_ONCE = 2_000;

  /** After a transaction of so many changes the next one waits for more. */
  private static final int MUCH = 16;

  /** About two of SQLite's smallest commits. */
  private static final long GATHERING_NANOS = 300_000;

  private final Database database;
  private final Lease lease;
  private final Runnable wake;
  private final Acquaintance ours = new Acquaintance();
  private final AtomicLong lastId = new AtomicLong();
  private final AtomicLong unreadable = new AtomicLong();
  private final SettledRows settled = new SettledRows(System::currentTimeMillis);
  private int lastSize; // of the writer's thread alone
  private List<OutboxChange> waiting = new ArrayList<>(); // guarded by this

  /**
   * @param wake makes the writer look again
   */
  KeptOutbox(Database database, Lease lease, Runnable wake) {
    this.database = database;
    this.lease = lease;
    this.wake = wake;
  }

  /** Rows that were found and could not be read. */
  long unreadable() {
    return unreadable.get();
  }

  @Override
  public void load(Rows rows) throws StoreException {
    try {
      new Claim(database, lease).make();
    } catch (SQLException e) {
      throw database.explain(e).exception();
    }
    seen(lease.lastId());
    read(lease.held(), rows);
    lease.haveRead();
  }

  /** Reads what lies under some leases. */
  void read(Set<Long> leases, Rows rows) throws StoreException {
    try (Connection connection = database.source().getConnection()) {
      readParked(connection, leases, rows); // first: they were recorded before what is not parked
      readHot(connection, leases, rows);
      settled.read(database, connection, leases, this::seen, rows::settled);
    } catch (SQLException e) {
      throw database.explain(e).exception();
    }
  }

  private void readParked(Connection connection, Set<Long> leases, Rows rows) throws SQLException {
    try (PreparedStatement statement =
            database.streaming(connection, OutboxTables.parkedRows(leases));
        ResultSet found = statement.executeQuery()) {
      while (found.next()) {
        seen(found.getLong(1));
        Optional<ParkedRow> row = parkedRow(found);
        long ticket = found.getLong(14);
        row.ifPresent(each -> rows.parked(each, ticket));
      }
    }
  }

  private Optional<ParkedRow> parkedRow(ResultSet found) throws SQLException {
    try {
      return Optional.of(OutboxTables.parkedRow(found));
    } catch (MalformedException | IllegalArgumentException e) {
      unreadable.incrementAndGet();
      LOG.error(
          "{}: row {} of outbox_parked cannot be read and is left out: {}; correct or delete it",
          database.name(),
          found.getLong(1),
          e.getMessage());
      return Optional.empty();
    }
  }

  private void readHot(Connection connection, Set<Long> leases, Rows rows) throws SQLException {
    try (PreparedStatement statement =
            database.streaming(connection, OutboxTables.hotRows(leases));
        ResultSet found = statement.executeQuery()) {
      while (found.next()) {
        seen(found.getLong(1));
        rows.hot(found.getLong(1), found.getLong(3), found.getBytes(2));
      }
    }
  }

  private void seen(long id) {
    lastId.accumulateAndGet(id, Math::max);
  }

  @Override
  public long nextId() {
    return lastId.incrementAndGet();
  }

  @Override
  public void insert(long id, long lane, byte[] message, Written told) {
    add(OutboxChange.insert(id, lane, message, told));
  }

  @Override
  public boolean isOurs() {
    return lease.isOurs();
  }

  @Override
  public boolean mayBeElsewhere(long lane) {
    return !database.isAlone() && !ours.has(lane);
  }

  @Override
  public void look(long lane, Looked told) {
    add(OutboxChange.look(lane, told));
  }

  /** There are other bridges than before. */
  void companyHasChanged() {
    ours.forget();
  }

  @Override
  public void park(ParkedRow row, boolean hot, Optional<SettledIdentity> identity, Written told) {
    add(OutboxChange.park(row, hot, identity, told));
  }

  @Override
  public void delete(long id, boolean hot, Optional<SettledIdentity> identity, Written told) {
    add(OutboxChange.delete(id, hot, identity, told));
  }

  @Override
  public void read(long id, Found told) {
    add(OutboxChange.read(id, told));
  }

  private void add(OutboxChange change) {
    boolean first;
    synchronized (this) {
      first = waiting.isEmpty();
      waiting.add(change);
    }
    if (first) {
      wake.run();
    }
  }

  @Override
  public synchronized boolean isWaiting() {
    return !waiting.isEmpty();
  }

  @Override
  public void carry(Carrier carrier) {
    gather();
    List<OutboxChange> group = take();
    lastSize = group.size();
    for (int i = 0; i < group.size(); i += MOST_AT_ONCE) {
      carry(carrier, group.subList(i, Math.min(group.size(), i + MOST_AT_ONCE)));
    }
  }

  /** Most of what a commit costs is the commit: while much comes, a fuller one pays. */
  private void gather() {
    if (lastSize >= MUCH) {
      LockSupport.parkNanos(GATHERING_NANOS);
    }
  }

  private synchronized List<OutboxChange> take() {
    List<OutboxChange> taken = waiting;
    waiting = new ArrayList<>(Math.max(16, taken.size()));
    return taken;
  }

  /** In halves, where one of them may hold the fault alone. */
  private void carry(Carrier carrier, List<OutboxChange> group) {
    SettledRows.Entry identities = settled.entry(this::nextId, group);
    Optional<Fault> met =
        carrier.commit(
            (session, held) -> {
              write(group, session, held);
              settled.write(identities, session, held);
            },
            group.size());
    if (met.filter(each -> each.scope() == Fault.Scope.CHANGES).isPresent() && group.size() > 1) {
      int half = group.size() / 2;
      carry(carrier, group.subList(0, half));
      carry(carrier, group.subList(half, group.size()));
      return;
    }
    Optional<StoreException> fault = met.map(Fault::exception);
    for (OutboxChange change : group) {
      if (change.kind == OutboxChange.Kind.LOOK && fault.isEmpty() && !change.isElsewhere()) {
        ours.add(change.lane);
      }
      tell(change, fault);
    }
  }

  private void write(List<OutboxChange> group, Session session, Set<Long> held)
      throws SQLException {
    OutboxTables.write(group, session, held);
    SharedLanes.look(group, session, lease.read());
  }

  /** Whoever is told has to see to its own faults; the thread goes on: others wait for it. */
  private static void tell(OutboxChange change, Optional<StoreException> fault) {
    try {
      change.tell(fault);
    } catch (RuntimeException | StackOverflowError e) {
      LOG.error("a fault of Porin itself, in what followed a commit", e);
    }
  }
}
