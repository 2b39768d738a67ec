package org.porin.daemon;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.porin.mapping.Omission;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** What became of one file, collected while it is translated. */
final class Translation {
  private final List<Octets> outputs = new ArrayList<>();
  private final List<Omission> omissions = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Map<String, Map<String, Object>> fields = new LinkedHashMap<>();

  /** Wire forms, in the order of the input: objects, documents, or one document of stanzas. */
  List<Octets> outputs() {
    return List.copyOf(outputs);
  }

  void output(Octets octets) {
    outputs.add(octets);
  }

  void omit(List<Omission> more) {
    omissions.addAll(more);
  }

  /** Adds something that a person should know. */
  void note(String text) {
    notes.add(text);
  }

  /** A field of the vectors: {@code cpp}, {@code sip} or {@code expect}; made when first asked. */
  Map<String, Object> field(String name) {
    return fields.computeIfAbsent(name, each -> new LinkedHashMap<>());
  }

  /** Whether there is that field. */
  boolean says(String name) {
    return fields.containsKey(name);
  }

  /** What was left out, and everything else that a person should know. */
  List<String> remarks() {
    List<String> remarks = new ArrayList<>(notes);
    omissions.forEach(each -> remarks.add("left out: " + each.what() + " (" + each.clause() + ")"));
    return remarks;
  }

  /** All of it, in the fields of the vectors where those have them. */
  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    List<String> texts = outputs.stream().map(Translation::text).toList();
    json.put("output", texts.isEmpty() ? null : String.join("", texts));
    json.put("outputs", texts);
    json.put("omitted", omissions.stream().map(Translation::fields).toList());
    json.put("notes", List.copyOf(notes));
    json.putAll(fields);
    return json;
  }

  private static Map<String, String> fields(Omission omission) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("what", omission.what());
    fields.put("clause", omission.clause());
    return fields;
  }

  private static String text(Octets octets) {
    try {
      return octets.toUtf8();
    } catch (MalformedException e) {
      throw new IllegalStateException("what is translated here is made of text", e);
    }
  }
}
