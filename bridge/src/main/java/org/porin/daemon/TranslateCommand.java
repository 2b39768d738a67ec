package org.porin.daemon;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.porin.address.AddressMapping;
import org.porin.address.ImUri;
import org.porin.address.Jid;
import org.porin.address.PresUri;
import org.porin.mapping.ContactPresence;
import org.porin.mapping.ErrorMapping;
import org.porin.mapping.ReceiptMapping.Requested;
import org.porin.mapping.UnmappableException;
import org.porin.profile.SubscriptionState;
import org.porin.wire.MalformedException;
import org.porin.wire.Octets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code porin translate}: the translation of the running bridge, without a network. */
@Command(
    name = "translate",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Translates XMPP stanzas to Message/CPIM objects, presence documents and operations, and back"
          + " (RFC 3922, RFC 8048).",
      "",
      "xmpp2cpim reads one stanza, or a document <stanzas xmlns='jabber:component:accept'> of any"
          + " number. cpim2xmpp reads a Message/CPIM object, a presence document (XML), a bare MIME"
          + " entity (a file that ends in .mime) or an operation (a file that ends in .json, with"
          + " the fields cpp and sip of the test vectors). A SubscriptID that does not end in (new)"
          + " names a subscription that there is.",
      "",
      "The result goes to standard output, what was left out of it, and by which clause, to"
          + " standard error. Beside a file NAME.pidf.xml, as beside every test vector,"
          + " NAME.meta.json says what the options do not."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything was translated",
      "1:something has no translation; the cause is on standard error",
      "2:wrong usage or configuration, or a file that cannot be read"
    })
final class TranslateCommand implements Callable<Integer> {
  private static final String META = ".meta.json";

  private final InputStream in;
  private final OutputStream out;
  private final InstantSource clock;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ConfigurationOption configuration = new ConfigurationOption();

  @Option(
      names = "--direction",
      paramLabel = "DIRECTION",
      description = "xmpp2cpim or cpim2xmpp (default: by the name and the first octets of a file)")
  private @Nullable Direction direction;

  @Option(names = "--json", description = "prints the result and all about it as one JSON object")
  private boolean json;

  @Option(
      names = "--served",
      paramLabel = "DOMAIN",
      description = "a domain of XMPP users (default: those of the configuration, or of the input)")
  private Set<String> served = Set.of();

  @Option(
      names = "--now",
      paramLabel = "INSTANT",
      description = "what generated times say, as 2005-11-23T10:00:00Z (default: the time of day)")
  private @Nullable Instant now;

  @Option(
      names = "--from",
      paramLabel = "im:USER@DOMAIN",
      description = "who sends a .mime file, which does not say so itself")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "im:USER@DOMAIN", description = "whom a .mime file is for")
  private @Nullable String to;

  @Option(
      names = "--watcher",
      paramLabel = "pres:USER@DOMAIN",
      description = "whom a presence document, or the answer to a subscription, is for")
  private @Nullable String watcher;

  @Option(
      names = "--target",
      paramLabel = "pres:USER@DOMAIN",
      description = "whose presence it is, where the input does not say")
  private @Nullable String target;

  @Option(
      names = "--told",
      paramLabel = "RESOURCE=STATE",
      description = "what the watcher knows: open, closed, chat, away, xa or dnd")
  private Map<String, String> told = Map.of();

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "the Subscription-State of a NOTIFY, as active;expires=3600")
  private @Nullable String state;

  @Option(
      names = "--message-id",
      paramLabel = "ID",
      description = "asks for a notification under this id where a stanza asks for a receipt")
  private @Nullable String messageId;

  @Option(
      names = "--sent",
      paramLabel = "ID=STANZA-ID,JID",
      description = "what was sent under a Message-ID, for notifications to become receipts")
  private Map<String, String> sent = Map.of();

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "what to translate")
  private List<String> files = List.of();

  TranslateCommand(InputStream in, OutputStream out, InstantSource clock) {
    this.in = in;
    this.out = out;
    this.clock = clock;
  }

  /** The directions, in the spelling of the command line. */
  enum Direction {
    xmpp2cpim,
    cpim2xmpp
  }

  @Override
  public Integer call() throws ConfigurationException, IOException {
    Logging.off();
    if (messageId != null && !messageId.matches("[A-Za-z0-9]{1,64}")) {
      throw new ParameterException(spec.commandLine(), "--message-id is letters and digits");
    }
    requireDomains();
    Circumstances given = circumstances();
    int code = 0;
    for (String file : files) {
      code = Math.max(code, translate(file, given));
    }
    out.flush();
    return code;
  }

  private int translate(String file, Circumstances options) throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    Octets input;
    Circumstances given;
    try {
      input = InputFile.read(file, in);
      given = withMeta(file, options);
    } catch (IOException e) {
      err.println(file + ": " + Wording.unreadable(e));
      return Main.EXIT_USAGE;
    } catch (InvalidPathException e) {
      err.println(file + ": no name of a file");
      return Main.EXIT_USAGE;
    } catch (MalformedException e) {
      err.println(file + ": the " + META + " beside it: " + e.getMessage());
      return Main.EXIT_USAGE;
    }
    try {
      write(file, translated(file, input, given));
      return 0;
    } catch (MalformedException e) {
      refuse(file, Refusal.of(e));
    } catch (UnmappableException e) {
      ErrorMapping errors = new ErrorMapping(plain(given.served()));
      refuse(
          file, outward(file, input) ? Refusal.ofStanza(e, errors) : Refusal.ofRequest(e, errors));
    }
    return Main.EXIT_NO;
  }

  private boolean outward(String file, Octets input) {
    try {
      return !file.endsWith(".mime")
          && !file.endsWith(".json")
          && direction(file, input, isXml(file, input)) == Direction.xmpp2cpim;
    } catch (MalformedException e) {
      return false;
    }
  }

  private static boolean isXml(String file, Octets input) {
    return file.endsWith(".xml") || (!file.endsWith(".cpim") && StanzaDocument.isXml(input));
  }

  private Translation translated(String file, Octets input, Circumstances given)
      throws MalformedException, UnmappableException {
    if (file.endsWith(".mime")) {
      return InwardTranslation.ofEntity(
          input, inbox("--from", given.from()), inbox("--to", given.to()), given);
    }
    if (file.endsWith(".json")) {
      JsonNode operation = Json.read(input);
      return InwardTranslation.ofOperation(operation, given.completedBy(operation));
    }
    boolean xml = isXml(file, input);
    if (direction(file, input, xml) == Direction.xmpp2cpim) {
      return OutwardTranslation.of(
          input, given, given.addresses().orElseGet(() -> plain(given.served())));
    }
    return xml ? InwardTranslation.ofPidf(input, given) : InwardTranslation.ofCpim(input, given);
  }

  private Direction direction(String file, Octets input, boolean xml) throws MalformedException {
    if (direction != null) {
      return direction;
    }
    boolean document = !xml || file.endsWith(".pidf.xml") || StanzaDocument.isPresence(input);
    return document ? Direction.cpim2xmpp : Direction.xmpp2cpim;
  }

  private void write(String file, Translation translation) throws IOException {
    if (json) {
      print(file, translation.toJson());
      return;
    }
    for (Octets output : translation.outputs()) {
      out.write(output.toArray());
    }
    PrintWriter err = spec.commandLine().getErr();
    translation.remarks().forEach(remark -> err.println(file + ": " + remark));
  }

  private void refuse(String file, Refusal refusal) throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    refusal.remarks().forEach(remark -> err.println(file + ": " + remark));
    if (json) {
      print(file, Map.of("expect", refusal.toJson()));
    }
  }

  private void print(String file, Map<String, Object> fields) throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("file", file);
    all.putAll(fields);
    out.write((Json.text(all) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private Circumstances circumstances() throws ConfigurationException {
    Optional<AddressMapping> addresses = addresses();
    return new Circumstances(
        now == null ? clock.instant() : now,
        addresses,
        served,
        Optional.ofNullable(messageId),
        sent(),
        option("--from", from, ImUri::parse),
        option("--to", to, ImUri::parse),
        option("--watcher", watcher, PresUri::parse),
        option("--target", target, PresUri::parse),
        told(),
        option("--state", state, SubscriptionState::parse));
  }

  /** What a test vector says of itself. */
  private static Circumstances withMeta(String file, Circumstances options)
      throws IOException, MalformedException {
    String name = file.replaceFirst("\\.(meta\\.json|xmpp\\.xml|pidf\\.xml|cpim|mime)$", "");
    Path meta = Path.of(name + META);
    if (name.equals(file) || !Files.isRegularFile(meta)) {
      return options;
    }
    JsonNode read = Json.read(InputFile.read(meta.toString(), InputStream.nullInputStream()));
    return options.completedBy(read);
  }

  private ContactPresence told() {
    try {
      return Circumstances.told(told);
    } catch (MalformedException e) {
      throw new ParameterException(spec.commandLine(), "--told: " + e.getMessage(), e);
    }
  }

  private Map<String, Requested> sent() {
    Map<String, Requested> requests = new HashMap<>();
    sent.forEach((id, request) -> requests.put(id, requested(request)));
    return requests;
  }

  private Requested requested(String text) {
    int comma = text.lastIndexOf(',');
    try {
      if (comma > 0) {
        return new Requested(text.substring(0, comma), Jid.parse(text.substring(comma + 1)));
      }
    } catch (MalformedException e) {
      throw new ParameterException(spec.commandLine(), "--sent: " + e.getMessage(), e);
    }
    throw new ParameterException(spec.commandLine(), "--sent is ID=STANZA-ID,JID");
  }

  private <T> Optional<T> option(
      String name, @Nullable String text, Circumstances.Reading<T> reading) {
    try {
      return text == null ? Optional.empty() : Optional.of(reading.read(text));
    } catch (MalformedException e) {
      throw new ParameterException(spec.commandLine(), name + ": " + e.getMessage(), e);
    }
  }

  private ImUri inbox(String option, Optional<ImUri> uri) {
    return uri.orElseThrow(
        () -> new ParameterException(spec.commandLine(), "a .mime file needs " + option));
  }

  /** Present when a configuration says which domains there are. */
  private Optional<AddressMapping> addresses() throws ConfigurationException {
    if (configuration.file().isEmpty()) {
      return Optional.empty();
    }
    Configuration read = configuration.read();
    return Optional.of(
        new AddressMapping(
            served.isEmpty() ? read.xmpp().served() : served,
            read.component().transparent(),
            read.component().domain()));
  }

  private void requireDomains() {
    try {
      plain(served);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--served: " + e.getMessage(), e);
    }
  }

  /** Addresses as they are: enough on the way out, where no JID is made. */
  private static AddressMapping plain(Set<String> served) {
    return new AddressMapping(served, Set.of(), Optional.empty());
  }
}
