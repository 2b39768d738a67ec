package org.porin.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/** The values of a configuration as they stand in a TOML file and in the environment. */
final class ConfigurationSource {
  /** A value and where it stands. Lists are {@link List}, numbers {@link Long}. */
  record Given(Object value, String place) {}

  private static final String PREFIX = "PORIN_";
  private static final long MAX_FILE_OCTETS = 1 << 20;

  private final String name;
  private final Map<List<String>, Given> values = new LinkedHashMap<>();
  private final List<Problem> problems;

  private ConfigurationSource(String name, List<Problem> problems) {
    this.name = name;
    this.problems = problems;
  }

  /**
   * @param problems gets what no setting has as its name
   * @throws ConfigurationException if the file cannot be read as TOML at all, since everything else
   *     would seem to be missing
   */
  static ConfigurationSource read(
      Path file, Map<String, String> environment, List<Problem> problems)
      throws ConfigurationException {
    var source = new ConfigurationSource(file.toString(), problems);
    source.readFile(file);
    source.readEnvironment(environment);
    return source;
  }

  static ConfigurationSource read(Map<String, String> environment, List<Problem> problems) {
    var source = new ConfigurationSource("environment, without --config", problems);
    source.readEnvironment(environment);
    return source;
  }

  /** What a problem names that has no line. */
  String name() {
    return name;
  }

  Optional<Given> get(Setting setting) {
    return Optional.ofNullable(values.get(setting.path()));
  }

  /** Values by domain, as it is written, of a setting that is given for each domain. */
  Map<String, Given> byDomain(Setting setting) {
    Map<String, Given> found = new LinkedHashMap<>();
    values.forEach(
        (key, given) -> {
          if (setting.matches(key)) {
            found.put(key.get(setting.path().indexOf("*")), given);
          }
        });
    return found;
  }

  private void readFile(Path file) throws ConfigurationException {
    String text;
    try {
      if (Files.size(file) > MAX_FILE_OCTETS) {
        throw new IOException("larger than " + MAX_FILE_OCTETS + " octets");
      }
      text = Files.readString(file);
    } catch (IOException e) {
      String remedy =
          e instanceof NoSuchFileException
              ? "Start from porin.example.toml, or name the file with --config"
              : "Make it a text file in UTF-8 that this user may read";
      throw new ConfigurationException(
          List.of(new Problem(name, "", Wording.unreadable(e), remedy)));
    }
    TomlParseResult toml = Toml.parse(text);
    if (toml.hasErrors()) {
      throw new ConfigurationException(toml.errors().stream().map(this::notToml).toList());
    }
    readTable(toml, List.of(), key -> name + ":" + line(toml, key));
  }

  private Problem notToml(TomlParseError error) {
    return new Problem(
        name + ":" + error.position().line(),
        "",
        "this is not TOML: " + error.getMessage(),
        "Correct the line; texts stand in \"quotation marks\"");
  }

  private static int line(TomlTable toml, List<String> key) {
    var position = toml.inputPositionOf(key);
    return position == null ? 1 : position.line();
  }

  private interface Places {
    String of(List<String> key);
  }

  private void readTable(TomlTable table, List<String> prefix, Places places) {
    for (List<String> below : table.keyPathSet(true)) {
      List<String> key = new ArrayList<>(prefix);
      key.addAll(below);
      @Nullable Object value = table.get(below);
      String place = places.of(below);
      if (value instanceof TomlTable) {
        if (Arrays.stream(Setting.values()).noneMatch(each -> each.liesIn(key))) {
          unknown(place, String.join(".", key));
        }
      } else if (value != null) {
        if (Arrays.stream(Setting.values()).noneMatch(each -> each.matches(key))) {
          unknown(place, String.join(".", key));
        } else {
          Object plain = value instanceof TomlArray array ? array.toList() : value;
          values.put(List.copyOf(key), new Given(plain, place));
        }
      }
    }
  }

  private void unknown(String place, String key) {
    List<String> known = Arrays.stream(Setting.values()).map(Setting::key).toList();
    problems.add(
        new Problem(
            place,
            key,
            "there is no such key",
            NearestName.of(key, known)
                .map(name -> "Did you mean " + name + "?")
                .orElse("See porin.example.toml for every key")));
  }

  private void readEnvironment(Map<String, String> environment) {
    Map<String, Setting> variables = new LinkedHashMap<>();
    for (Setting setting : Setting.values()) {
      variables.put(setting.variable(), setting);
    }
    new TreeMap<>(environment)
        .forEach(
            (variable, text) -> {
              Setting setting = variables.get(variable);
              if (setting != null) {
                override(setting, variable, text);
              } else if (variable.startsWith(PREFIX) && !isForeign(variable)) {
                problems.add(
                    new Problem(
                        variable,
                        "",
                        "no setting has this environment variable",
                        NearestName.of(variable, variables.keySet())
                            .map(name -> "Did you mean " + name + "?")
                            .orElse("Remove it")));
              }
            });
  }

  /** Set by an orchestrator for a service called "porin", or read by the command line. */
  private static boolean isForeign(String variable) {
    return variable.equals("PORIN_CONFIG")
        || variable.equals("PORIN_PORT")
        || variable.startsWith("PORIN_PORT_")
        || variable.startsWith("PORIN_SERVICE_");
  }

  private void override(Setting setting, String variable, String text) {
    if (!setting.isPerDomain()) {
      if (setting == Setting.COMPONENT_SECRET) {
        values.remove(Setting.COMPONENT_SECRET_FILE.path());
      } else if (setting == Setting.COMPONENT_SECRET_FILE
          && !isFromEnvironment(Setting.COMPONENT_SECRET)) {
        values.remove(Setting.COMPONENT_SECRET.path());
      }
      values.put(setting.path(), new Given(plain(setting, text), variable));
      return;
    }
    for (Setting each : Setting.values()) { // the variable stands for the whole table
      if (each.variable().equals(variable)) {
        values.keySet().removeIf(each::matches);
      }
    }
    TomlParseResult toml = Toml.parse("value = " + text);
    @Nullable Object table = toml.hasErrors() ? null : toml.get("value");
    if (table instanceof TomlTable inline && toml.size() == 1) {
      readTable(inline, setting.fixedPath(), key -> variable);
    } else {
      problems.add(
          new Problem(
              variable,
              setting.key(),
              "expected a TOML inline table",
              "Write it as { \"montague.example\" = … }"));
    }
  }

  private boolean isFromEnvironment(Setting setting) {
    return get(setting).map(given -> given.place().startsWith(PREFIX)).orElse(false);
  }

  private static Object plain(Setting setting, String text) {
    return switch (setting.form()) {
      case TEXT -> text;
      case TEXTS -> Arrays.stream(text.split(",")).map(String::strip).toList();
      case INTEGER ->
          text.strip().matches("-?[0-9]{1,18}") ? Long.valueOf(text.strip()) : (Object) text;
      case BOOLEAN ->
          text.strip().matches("true|false") ? Boolean.valueOf(text.strip()) : (Object) text;
    };
  }
}
