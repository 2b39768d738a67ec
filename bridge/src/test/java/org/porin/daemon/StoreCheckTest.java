package org.porin.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.porin.daemon.Finding.Verdict;
import org.porin.store.Store;
import org.porin.store.StoreLocation;
import org.porin.store.StoreSettings;
import org.porin.store.Stores;

class StoreCheckTest {
  @TempDir private Path directory;

  private StoreSettings settings() {
    Path file = directory.resolve("porin.db");
    return StoreSettings.of(new StoreLocation.InFile(file), Optional.empty());
  }

  @Test
  void oneThatIsNotThereYetIsRight() {
    Finding finding = StoreCheck.finding(settings(), false);
    assertThat(finding.verdict()).isEqualTo(Verdict.RIGHT);
    assertThat(finding.text()).contains("porin.db").contains("Porin makes it");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void oneThatAProcessHasIsRightWhereAPorinRunsWithIt() throws Exception {
    try (Store store = Stores.open(settings())) {
      assertThat(store.status().fault()).isEmpty();
      assertThat(StoreCheck.finding(settings(), true).verdict()).isEqualTo(Verdict.RIGHT);
      Finding other = StoreCheck.finding(settings(), false);
      assertThat(other.verdict()).isEqualTo(Verdict.WRONG);
      assertThat(other.remedy()).contains("store.url");
    }
    assertThat(StoreCheck.finding(settings(), false).text()).endsWith("there");
  }

  @Test
  void oneThatForgetsIsNoted() {
    StoreSettings memory = StoreSettings.of(new StoreLocation.InMemory(), Optional.empty());
    assertThat(StoreCheck.finding(memory, false).verdict()).isEqualTo(Verdict.NOTE);
  }

  @Test
  void oneThatCannotBeHadComesWithItsRemedy() throws Exception {
    Path plain = Files.createFile(directory.resolve("plain"));
    StoreSettings below =
        StoreSettings.of(new StoreLocation.InFile(plain.resolve("porin.db")), Optional.empty());
    Finding finding = StoreCheck.finding(below, false);
    assertThat(finding.verdict()).isEqualTo(Verdict.WRONG);
    assertThat(finding.remedy()).contains("store.url");
  }
}
