package org.porin.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LeaseTest {
  /** The writer renews whatever is held, and would take one that is not there yet for lost. */
  @Test
  void oneThatIsNotDurableYetIsNotHeld() throws Exception {
    try (SqliteDatabase database = SqliteDatabase.inMemory()) {
      Migrations.apply(database);
      Lease lease = new Lease(database, Duration.ofSeconds(6), "a");
      try (Session session = Session.open(database, lease.holder())) {
        Set<Long> made =
            session.<Set<Long>, SQLException>transact(
                it -> {
                  Set<Long> ids = lease.secure(it);
                  assertThat(lease.held()).isEmpty();
                  return ids;
                });
        assertThat(made).hasSize(1);
        lease.keep(made);
        assertThat(session.<Set<Long>, SQLException>transact(lease::secure)).isEmpty();
        assertThat(session.<Set<Long>, LeaseLostException>transact(lease::renew)).isEqualTo(made);
      }
    }
  }
}
