package org.porin.daemon;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.porin.address.AddressMapping;
import org.porin.address.ImUri;
import org.porin.address.Jid;
import org.porin.mapping.ReceiptMapping.Requested;
import org.porin.mapping.UnmappableException;
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
      "Translates between XMPP stanzas and Message/CPIM (RFC 3922).",
      "",
      "Files that end in .xml hold one stanza, or a document <stanzas"
          + " xmlns='jabber:component:accept'> of any number; files that end in .cpim hold one"
          + " Message/CPIM object, and files that end in .mime a bare MIME entity (RFC 3923)."
          + " Others, and - for standard input, count as stanzas if they begin with <. The result"
          + " goes to standard output, what was left out of it to standard error."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything was translated",
      "1:something has no translation; the cause is on standard error",
      "2:wrong usage or configuration, or a file that cannot be read"
    })
final class TranslateCommand implements Callable<Integer> {
  private static final int MAX_INPUT_OCTETS = 16 << 20;

  private final InputStream in;
  private final OutputStream out;
  private final InstantSource clock;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ConfigurationOption configuration = new ConfigurationOption();

  @Option(
      names = "--served",
      paramLabel = "DOMAIN",
      description = "a domain of XMPP users (default: those of the configuration, or of the input)")
  private Set<String> served = Set.of();

  @Option(
      names = "--now",
      paramLabel = "INSTANT",
      description = "what DateTime says, as 2005-11-23T10:00:00Z (default: the time of day)")
  private @Nullable Instant now;

  @Option(
      names = "--from",
      paramLabel = "im:USER@DOMAIN",
      description = "who sends a .mime file, which does not say so itself")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "im:USER@DOMAIN", description = "whom a .mime file is for")
  private @Nullable String to;

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

  @Override
  public Integer call() throws ConfigurationException, IOException {
    Logging.off();
    if (messageId != null && !messageId.matches("[A-Za-z0-9]{1,64}")) {
      throw new ParameterException(spec.commandLine(), "--message-id is letters and digits");
    }
    AddressMapping plain = plain();
    Optional<AddressMapping> addresses = addresses();
    int code = 0;
    for (String file : files) {
      code = Math.max(code, translate(file, addresses, plain));
    }
    out.flush();
    return code;
  }

  private int translate(String file, Optional<AddressMapping> addresses, AddressMapping plain)
      throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    Octets input;
    try {
      input = read(file);
    } catch (IOException e) {
      err.println(file + ": " + Wording.unreadable(e));
      return Main.EXIT_USAGE;
    }
    try {
      Translation translation;
      if (file.endsWith(".mime")) {
        translation =
            Translation.ofEntity(
                input, inbox("--from", from), inbox("--to", to), addresses, served);
      } else if (isStanzas(file, input)) {
        translation =
            Translation.ofStanzas(
                input, addresses.orElse(plain), instant(), Optional.ofNullable(messageId));
      } else {
        translation = Translation.ofCpim(input, addresses, served, sent());
      }
      for (Octets output : translation.outputs()) {
        out.write(output.toArray());
      }
      translation.notes().forEach(note -> err.println(file + ": " + note));
      return 0;
    } catch (MalformedException e) {
      err.println(file + ": malformed: " + e.getMessage());
    } catch (UnmappableException e) {
      err.println(file + ": cannot be mapped: " + e.text() + " (" + e.reason() + ")");
    }
    return Main.EXIT_NO;
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

  private ImUri inbox(String option, @Nullable String uri) {
    try {
      if (uri != null) {
        return ImUri.parse(uri);
      }
    } catch (MalformedException e) {
      throw new ParameterException(spec.commandLine(), option + ": " + e.getMessage(), e);
    }
    throw new ParameterException(spec.commandLine(), "a .mime file needs " + option);
  }

  private Instant instant() {
    return now == null ? clock.instant() : now;
  }

  /** Present when a configuration says which domains there are. */
  private Optional<AddressMapping> addresses() throws ConfigurationException {
    if (configuration.file().isEmpty()) {
      return Optional.empty();
    }
    Configuration given = configuration.read();
    return Optional.of(
        new AddressMapping(
            served.isEmpty() ? given.xmpp().served() : served,
            given.component().transparent(),
            given.component().domain()));
  }

  /** Addresses as they are: enough on the way out, where no JID is made. */
  private AddressMapping plain() {
    try {
      return new AddressMapping(served, Set.of(), Optional.empty());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--served: " + e.getMessage(), e);
    }
  }

  private Octets read(String file) throws IOException {
    try (InputStream from = file.equals("-") ? keptOpen(in) : Files.newInputStream(Path.of(file))) {
      byte[] octets = from.readNBytes(MAX_INPUT_OCTETS + 1);
      if (octets.length > MAX_INPUT_OCTETS) {
        throw new IOException("larger than " + MAX_INPUT_OCTETS + " octets");
      }
      return Octets.copyOf(octets);
    }
  }

  private static InputStream keptOpen(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public void close() {
        // standard input is not ours to close
      }
    };
  }

  private static boolean isStanzas(String file, Octets input) {
    if (file.endsWith(".xml") || file.endsWith(".cpim")) {
      return file.endsWith(".xml");
    }
    for (int i = 0; i < input.length(); i++) {
      if (" \t\r\n".indexOf(input.at(i)) < 0) {
        return input.at(i) == '<';
      }
    }
    return false;
  }
}
