package org.porin.conformance.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/security.md} claims nothing that no test shows: each one that it names is there. */
class SecurityPageTest {
  private static final Path PAGE = Path.of("../docs/security.md");
  private static final Pattern NAMED =
      Pattern.compile("`([A-Z][A-Za-z0-9]*(?:Test|Interop|Cases|Contract))\\.([a-z][A-Za-z0-9]*)`");
  private static final Pattern METHOD = Pattern.compile("\\bvoid ([a-z][A-Za-z0-9]*)\\(");

  @Test
  void everyTestThatThePageNamesExists() throws IOException {
    Map<String, Set<String>> tests = tests();
    List<String> missing = new ArrayList<>();
    Matcher named = NAMED.matcher(Files.readString(PAGE));
    int count = 0;
    for (; named.find(); count++) {
      if (!tests.getOrDefault(named.group(1), Set.of()).contains(named.group(2))) {
        missing.add(named.group());
      }
    }
    assertThat(missing).isEmpty();
    assertThat(count).as("tests that the page names").isGreaterThan(20);
  }

  @Test
  void everyClaimNamesATest() throws IOException {
    assertThat(
            Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| claim"))
                .filter(line -> !NAMED.matcher(line).find()))
        .isEmpty();
  }

  /** The methods of each class of tests, by its name. */
  private static Map<String, Set<String>> tests() throws IOException {
    Map<String, Set<String>> tests = new HashMap<>();
    for (String module : List.of("mapping", "bridge", "conformance")) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "test", "java"))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          String name = file.getFileName().toString().replace(".java", "");
          Set<String> methods = tests.computeIfAbsent(name, first -> new HashSet<>());
          Matcher method = METHOD.matcher(Files.readString(file));
          while (method.find()) {
            methods.add(method.group(1));
          }
        }
      }
    }
    return tests;
  }
}
