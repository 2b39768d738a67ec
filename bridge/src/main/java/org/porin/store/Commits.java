package org.porin.store;

import java.sql.SQLException;
import java.util.Optional;
import org.porin.durable.StoreException;
import org.porin.store.Fault.Scope;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits under the lease, one after the other, over a connection that is made anew when it broke.
 * For one thread.
 */
final class Commits implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Commits.class);

  private final Database database;
  private final Lease lease;
  private Optional<Session> session = Optional.empty();
  private boolean cut; // whether a connection failed that had been open
  private boolean uncertain; // whether one failed before it said how a commit ended
  private Optional<Fault> end = Optional.empty(); // why nothing goes any more

  Commits(Database database, Lease lease) {
    this.database = database;
    this.lease = lease;
  }

  /** Makes work durable, and renews the lease; gives what kept it from that. */
  Optional<Fault> commit(Work work) {
    cut = false;
    uncertain = false;
    Optional<Fault> met = attempt(work);
    if (cut) {
      met = attempt(work); // over another one; to write the same again changes nothing
    }
    return uncertain ? met.map(Fault::uncertainly) : met;
  }

  private Optional<Fault> attempt(Work work) {
    if (end.isPresent()) {
      return end;
    }
    try {
      transact(work);
      return Optional.empty();
    } catch (LeaseLostException e) {
      end = fault(Scope.DATABASE, String.valueOf(e.getMessage()), e);
      lease.lose(String.valueOf(e.getMessage()));
      return end;
    } catch (SQLException e) {
      return Optional.of(explained(e));
    } catch (RuntimeException | Error e) { // the thread goes on: others wait for it
      LOG.error("a fault of Porin itself, in writing to {}", database.name(), e);
      disconnect();
      return fault(Scope.CHANGES, "a fault of Porin itself: " + e, e);
    }
  }

  private static Optional<Fault> fault(Scope scope, String message, Throwable cause) {
    return Optional.of(new Fault(scope, new StoreException(message, cause)));
  }

  private void transact(Work work) throws SQLException, LeaseLostException {
    Session open = connected();
    long begun = System.nanoTime();
    open.<Boolean, LeaseLostException>transact(
        it -> {
          work.write(it, lease.renew(it));
          return true;
        });
    lease.renewed(begun);
  }

  private Session connected() throws SQLException {
    if (session.isEmpty()) {
      session = Optional.of(Session.open(database, lease.holder()));
    }
    return session.get();
  }

  private Fault explained(SQLException exception) {
    Fault explained = database.explain(exception);
    if (explained.scope() == Scope.CONNECTION) {
      cut = session.isPresent();
      disconnect();
    }
    return explained;
  }

  private void disconnect() {
    uncertain |= session.filter(Session::isCommitting).isPresent();
    session.ifPresent(Session::close);
    session = Optional.empty();
  }

  /** Leaves the rows to whoever comes first, and disconnects. */
  @Override
  public void close() {
    if (end.isEmpty() && !lease.held().isEmpty()) {
      release();
    }
    disconnect();
  }

  private void release() {
    try {
      connected()
          .<Boolean, SQLException>transact(
              it -> {
                lease.release(it);
                return true;
              });
    } catch (SQLException e) {
      LOG.warn(
          "its rows are free for others when their lease has run out: {}",
          explained(e).exception().getMessage());
    }
  }
}
