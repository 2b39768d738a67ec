package org.porin.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.porin.durable.StoreException;

class MigrationsTest {
  @Test
  void theNewestIsTheLastFile() throws Exception {
    Path first =
        Path.of(Objects.requireNonNull(Migrations.class.getResource("V1__lease.sql")).toURI());
    List<Integer> versions;
    try (Stream<Path> files = Files.list(Objects.requireNonNull(first.getParent()))) {
      versions =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.matches("V[0-9]+__[a-z_]+\\.sql"))
              .map(name -> Integer.parseInt(name.substring(1, name.indexOf('_'))))
              .sorted()
              .toList();
    }
    assertThat(versions.get(versions.size() - 1)).isEqualTo(Migrations.NEWEST);
    assertThat(versions).doesNotHaveDuplicates();
  }

  @Test
  void aDatabaseThatIsUpToDateIsFound() throws StoreException {
    try (Database database = SqliteDatabase.inMemory()) {
      assertThat(Migrations.version(database)).isEmpty();
      Migrations.apply(database);
      assertThat(Migrations.version(database)).hasValue(Migrations.NEWEST);
      Migrations.apply(database); // again: nothing happens
    }
  }
}
