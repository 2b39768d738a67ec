package org.porin.daemon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.porin.daemon.ConfigurationSource.Given;
import org.porin.wire.MalformedException;

/** Typed values of settings; what cannot be read becomes a problem and stays absent. */
final class Values {
  private final ConfigurationSource source;
  private final List<Problem> problems;

  Values(ConfigurationSource source, List<Problem> problems) {
    this.source = source;
    this.problems = problems;
  }

  /** Makes a value of a raw one, or throws: a wrong type, a wrong form, out of range. */
  interface Form<T> {
    T of(Object raw) throws MalformedException;
  }

  <T> Optional<T> one(Setting setting, Form<T> form) {
    return source.get(setting).flatMap(given -> convert(setting, setting.key(), given, form));
  }

  <T> Map<String, T> byDomain(Setting setting, Form<T> form) {
    Map<String, T> found = new LinkedHashMap<>();
    source
        .byDomain(setting)
        .forEach(
            (written, given) -> {
              String key = setting.key().replace("*", "\"" + written + "\"");
              Optional<String> domain =
                  convert(Setting.COMPONENT_DOMAIN, key, given, raw -> Wording.domain(written));
              Optional<T> value = convert(setting, key, given, form);
              if (domain.isPresent() && found.containsKey(domain.get())) {
                String again = domain.get() + " is given twice, perhaps in other letter case";
                problems.add(new Problem(given.place(), key, again, "Remove one of the two"));
              } else if (domain.isPresent() && value.isPresent()) {
                found.put(domain.get(), value.get());
              }
            });
    return found;
  }

  int integer(Setting setting, int least, int most, int otherwise) {
    return one(setting, integer(least, most)).orElse(otherwise);
  }

  /** Without a default of its own. */
  OptionalInt integer(Setting setting, int least, int most) {
    return one(setting, integer(least, most)).map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  Duration seconds(Setting setting, int least, int most, int otherwise) {
    return Duration.ofSeconds(integer(setting, least, most, otherwise));
  }

  boolean isGiven(Setting setting) {
    return source.get(setting).isPresent();
  }

  /** Whether it is given, and not as an empty list. */
  boolean isGivenSomething(Setting setting) {
    return source.get(setting).filter(given -> !given.value().equals(List.of())).isPresent();
  }

  void missing(Setting setting, String remedy) {
    String expected = "expected " + setting.expected() + ", and it is not there";
    problems.add(new Problem(source.name(), setting.key(), expected, remedy));
  }

  void wrong(Setting setting, String what, String remedy) {
    String place = source.get(setting).map(Given::place).orElse(source.name());
    problems.add(new Problem(place, setting.key(), what, remedy));
  }

  /** Where the value of a domain stands. */
  String place(Setting setting, String domain) {
    return source.byDomain(setting).entrySet().stream()
        .filter(each -> each.getKey().equalsIgnoreCase(domain))
        .map(each -> each.getValue().place())
        .findFirst()
        .orElse(source.name());
  }

  private <T> Optional<T> convert(Setting setting, String key, Given given, Form<T> form) {
    String why;
    try {
      return Optional.of(form.of(given.value()));
    } catch (MalformedException e) {
      why = " (" + e.getMessage() + ")";
    } catch (IllegalArgumentException e) {
      why = "";
    }
    String seen = setting.isSecret() ? "" : ", found " + clipped(given.value());
    problems.add(
        new Problem(
            given.place(),
            key,
            "expected " + setting.expected() + seen + why,
            "Compare porin.example.toml"));
    return Optional.empty();
  }

  private static String clipped(Object value) {
    String text = value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
    String printable = text.replaceAll("\\p{Cntrl}", "?");
    return printable.length() <= 80 ? printable : printable.substring(0, 80) + "…";
  }

  static String text(Object raw) {
    if (raw instanceof String text && !text.isBlank()) {
      return text;
    }
    throw new IllegalArgumentException("a text");
  }

  static Boolean bool(Object raw) {
    if (raw instanceof Boolean value) {
      return value;
    }
    throw new IllegalArgumentException("true or false");
  }

  static Form<Integer> integer(int least, int most) {
    return raw -> {
      if (raw instanceof Long value && value >= least && value <= most) {
        return value.intValue();
      }
      throw new IllegalArgumentException("an integer in range");
    };
  }

  /** A list with something in it. */
  static <T> Form<List<T>> some(Form<T> form) {
    return raw -> {
      List<T> values = list(form).of(raw);
      if (values.isEmpty()) {
        throw new IllegalArgumentException("a list that is not empty");
      }
      return values;
    };
  }

  static <T> Form<List<T>> list(Form<T> form) {
    return raw -> {
      if (!(raw instanceof List<?> elements)) {
        throw new IllegalArgumentException("a list");
      }
      List<T> values = new ArrayList<>();
      for (Object each : elements) {
        values.add(form.of(each));
      }
      return values;
    };
  }
}
