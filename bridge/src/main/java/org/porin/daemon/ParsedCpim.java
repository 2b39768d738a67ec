package org.porin.daemon;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.porin.mapping.Imdn;
import org.porin.mapping.ReceiptMapping;
import org.porin.mapping.UnmappableException;
import org.porin.msgfmt.ApplicationFault;
import org.porin.msgfmt.CpimApplication;
import org.porin.msgfmt.CpimCodec;
import org.porin.msgfmt.CpimLimits;
import org.porin.msgfmt.CpimMessage;
import org.porin.msgfmt.CpimReason;
import org.porin.msgfmt.CpimVerdict;
import org.porin.msgfmt.DateTime;
import org.porin.msgfmt.Header;
import org.porin.msgfmt.HeaderName;
import org.porin.msgfmt.Mailbox;
import org.porin.msgfmt.MediaType;
import org.porin.msgfmt.MimeEntity;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** What a reader says of a Message/CPIM object, in the fields of the test vectors. */
final class ParsedCpim {
  private static final Pattern CHARSET =
      Pattern.compile(";\\s*charset=\"?([^\";\\s]+)", Pattern.CASE_INSENSITIVE);

  private ParsedCpim() {}

  static Map<String, Object> of(Octets octets) {
    CpimVerdict verdict = CpimCodec.verdict(octets, CpimLimits.DEFAULT);
    if (verdict instanceof CpimVerdict.Valid valid) {
      return valid(valid.message());
    }
    CpimVerdict.Invalid invalid = (CpimVerdict.Invalid) verdict;
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("valid", false);
    json.put("reason", invalid.reason().code());
    json.put("expected", invalid.reason().expected());
    json.put("offset", invalid.offset());
    json.put("lenient", lenient(octets, invalid.reason()));
    return json;
  }

  /** What a tolerant reader does. */
  private static String lenient(Octets octets, CpimReason reason) {
    if (CpimCodec.lenientVerdict(octets, CpimLimits.DEFAULT) instanceof CpimVerdict.Invalid) {
      return "reject";
    }
    return switch (reason) {
      case UNDECLARED_PREFIX -> "ignore the header";
      case EXTRA_SPACE -> "accept, keep the second space";
      default -> "accept";
    };
  }

  private static Map<String, Object> valid(CpimMessage message) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("valid", true);
    json.put("headers", headers(message));
    json.put("mime", mime(message.entity()));
    Octets body = message.entity().body();
    try {
      json.put("bodyUtf8", body.toUtf8());
    } catch (MalformedException e) {
      json.put("bodyBase64", Base64.getEncoder().encodeToString(body.toArray()));
    }
    Optional<ApplicationFault> fault = CpimApplication.check(message);
    if (fault.isPresent()) {
      json.put("applicationError", fault.get().code());
    } else {
      json.put("application", application(message));
      imdn(message).ifPresent(imdn -> json.put("imdn", imdn));
    }
    return json;
  }

  private static List<Map<String, Object>> headers(CpimMessage message) {
    List<Map<String, Object>> headers = new ArrayList<>();
    List<HeaderName> required = message.required();
    int taken = 0;
    for (Header header : message.headers()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("ns", header.namespace());
      json.put("name", header.name());
      json.put("value", header.value());
      json.put("raw", header.raw());
      if (!header.parameters().isEmpty()) {
        json.put("params", parameters(header));
      }
      if (header.isCore("Require")) {
        int count = header.value().split(",", -1).length;
        List<List<String>> names = new ArrayList<>();
        for (HeaderName name : required.subList(taken, taken + count)) {
          names.add(List.of(name.namespace().isEmpty() ? "?" : name.namespace(), name.name()));
        }
        json.put("names", names);
        taken += count;
      }
      headers.add(json);
    }
    return headers;
  }

  /** As written, quotes and all. */
  private static Map<String, String> parameters(Header header) {
    Map<String, String> parameters = new LinkedHashMap<>();
    String raw = header.raw();
    int at = raw.indexOf(':') + 1;
    for (Header.Parameter parameter : header.parameters()) {
      int start = at + parameter.name().length() + 2; // behind ";" and "="
      at = raw.charAt(start) == '"' ? endOfString(raw, start) : start + parameter.value().length();
      parameters.put(parameter.name(), raw.substring(start, at));
    }
    return parameters;
  }

  private static int endOfString(String raw, int from) {
    int at = from + 1;
    while (raw.charAt(at) != '"') {
      at += raw.charAt(at) == '\\' ? 2 : 1;
    }
    return at + 1;
  }

  private static Map<String, Object> mime(MimeEntity entity) {
    Map<String, Object> mime = new LinkedHashMap<>();
    boolean readable = !entity.contentType().equals(MediaType.OCTET_STREAM);
    mime.put("type", readable ? entity.contentType().essence() : type(entity));
    mime.put("charset", readable ? charset(entity.contentType()) : charset(entity));
    Map<String, String> headers = new LinkedHashMap<>();
    entity.headers().forEach(h -> headers.put(h.name().toLowerCase(Locale.ROOT), h.value()));
    mime.put("headers", headers);
    return mime;
  }

  private static Optional<String> charset(MediaType type) {
    return type.charset().filter(name -> !name.isEmpty());
  }

  /** Of a Content-Type that cannot be read what stands before its parameters. */
  private static String type(MimeEntity entity) {
    String written = entity.header("Content-Type").orElse("");
    return written.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  /** And what looks like the parameter. */
  private static Optional<String> charset(MimeEntity entity) {
    Matcher matcher = CHARSET.matcher(entity.header("Content-Type").orElse(""));
    return matcher.find()
        ? Optional.of(matcher.group(1).toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  private static Map<String, Object> application(CpimMessage message) {
    Map<String, Object> application = new LinkedHashMap<>();
    application.put("fromName", name(message.core("From").get(0)));
    application.put("from", message.from().uri());
    application.put("to", message.to().stream().map(Mailbox::uri).toList());
    application.put("toNames", message.core("To").stream().map(ParsedCpim::name).toList());
    application.put("cc", message.cc().stream().map(Mailbox::uri).toList());
    application.put(
        "subject",
        message.core("Subject").stream()
            .map(each -> Arrays.asList(parameters(each).get("lang"), each.value()))
            .toList());
    application.put(
        "dateTime",
        message.core("DateTime").stream()
            .map(Header::value)
            .limit(1)
            .filter(ParsedCpim::isDateTime)
            .findFirst());
    return application;
  }

  /** A name that is there but blank is none for the bridge; here it is what was written. */
  private static Optional<String> name(Header header) {
    String value = header.value();
    return header
        .mailbox()
        .flatMap(Mailbox::formalName)
        .or(
            () ->
                value.startsWith("\"")
                    ? Optional.of(value.substring(1, value.lastIndexOf('"')))
                    : Optional.empty());
  }

  private static boolean isDateTime(String text) {
    try {
      DateTime.parse(text);
      return true;
    } catch (MalformedException e) {
      return false;
    }
  }

  /** What it asks to be notified of, or notifies of (RFC 5438). */
  private static Optional<Map<String, Object>> imdn(CpimMessage message) {
    Map<String, Object> json = new LinkedHashMap<>();
    try {
      Optional<Imdn> notification = ReceiptMapping.notification(message);
      if (notification.isPresent()) {
        json.put("of", notification.get().messageId());
        json.put("disposition", notification.get().disposition().name().toLowerCase(Locale.ROOT));
        json.put("status", notification.get().status());
        return Optional.of(json);
      }
    } catch (UnmappableException e) {
      json.put("error", e.text());
      return Optional.of(json);
    }
    List<String> requested = ReceiptMapping.requested(message);
    if (requested.isEmpty()) {
      return Optional.empty();
    }
    json.put("messageId", ReceiptMapping.messageId(message));
    json.put("request", requested);
    return Optional.of(json);
  }
}
