package org.porin.daemon;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.porin.sip.SipCodec;
import org.porin.sip.SipHeader;
import org.porin.sip.SipInput;
import org.porin.sip.SipLimits;
import org.porin.sip.SipMessage;
import org.porin.sip.SipRequest;
import org.porin.sip.SipResponse;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;

/** What a reader says of a SIP message, read as a datagram (RFC 3261 §18.3). */
final class ParsedSip {
  private ParsedSip() {}

  static Map<String, Object> of(Octets octets) {
    SipInput input = SipCodec.decodeDatagram(octets, SipLimits.DEFAULT);
    Map<String, Object> json = new LinkedHashMap<>();
    if (input instanceof SipInput.Message message) {
      json.put("valid", true);
      json.putAll(message.message().choose(new StartLine()));
      message(message.message(), json);
    } else if (input instanceof SipInput.Malformed malformed) {
      json.put("valid", false);
      json.put("reason", "malformed");
      json.put("expected", malformed.cause().expected());
      json.put("offset", malformed.cause().offset());
      json.put("status", malformed.status());
    } else {
      json.put("valid", false);
      json.put("reason", "empty");
      json.put("expected", "start line");
      json.put("offset", 0);
    }
    return json;
  }

  private static void message(SipMessage message, Map<String, Object> json) {
    List<Map<String, String>> headers = new ArrayList<>();
    for (SipHeader header : message.headers().list()) {
      Map<String, String> field = new LinkedHashMap<>();
      field.put("name", header.name());
      field.put("value", header.value());
      headers.add(field);
    }
    json.put("headers", headers);
    try {
      json.put("bodyUtf8", message.body().toUtf8());
    } catch (MalformedException e) {
      json.put("bodyBase64", Base64.getEncoder().encodeToString(message.body().toArray()));
    }
  }

  private static final class StartLine implements SipMessage.Cases<Map<String, Object>> {
    @Override
    public Map<String, Object> request(SipRequest request) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("method", request.method());
      line.put("requestUri", request.requestUri());
      return line;
    }

    @Override
    public Map<String, Object> response(SipResponse response) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("status", response.status());
      line.put("phrase", response.reason());
      return line;
    }
  }
}
