package org.porin.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known of a commit that failed. */
class CommitsTest {
  private static final SQLException LOST = new SQLException("the connection is lost");

  @Test
  void ofACommitWhoseEndDidNotComeNobodyKnows() throws Exception {
    Fault met = failing(List.of("commit")).orElseThrow();
    assertThat(met.exception().isUncertain()).isTrue();
    assertThat(met.exception()).hasMessageContaining("the connection is lost");
  }

  @ParameterizedTest
  @ValueSource(strings = {"begin", "source", "sign"})
  void whatFailedBeforeItsCommitIsNotDone(String method) throws Exception {
    assertThat(failing(List.of(method)).orElseThrow().exception().isUncertain()).isFalse();
  }

  private static Optional<Fault> failing(List<String> methods) throws Exception {
    try (SqliteDatabase database = SqliteDatabase.inMemory()) {
      Migrations.apply(database);
      Database failing =
          (Database)
              Proxy.newProxyInstance(
                  Database.class.getClassLoader(),
                  new Class<?>[] {Database.class},
                  (proxy, method, arguments) -> {
                    if (methods.contains(method.getName())) {
                      throw method.getName().equals("source") ? new IllegalStateException() : LOST;
                    }
                    try {
                      return method.invoke(database, arguments);
                    } catch (InvocationTargetException e) {
                      throw e.getCause();
                    }
                  });
      Lease lease = new Lease(failing, Duration.ofSeconds(6), "a");
      try (Commits commits = new Commits(failing, lease)) {
        return commits.commit((session, held) -> {});
      }
    }
  }
}
