package org.porin.daemon;

/**
 * One thing that is wrong with a configuration.
 *
 * @param place {@code file:line}, {@code file} for what is missing, or the environment variable
 * @param key the dotted name of the setting; empty where the text is no TOML at all
 * @param expected what was expected and what is there instead, never a secret
 * @param remedy what to do, as an order
 */
public record Problem(String place, String key, String expected, String remedy) {
  @Override
  public String toString() {
    String end = remedy.endsWith("?") ? "" : ".";
    return place + ": " + (key.isEmpty() ? "" : key + ": ") + expected + ". " + remedy + end;
  }
}
