package org.porin.daemon;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.porin.wire.Octets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code porin parse}: what the codecs of the running bridge make of a file. */
@Command(
    name = "parse",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Reads one object strictly by its RFC and prints what it holds as JSON, or why and at which"
          + " octet it is malformed.",
      "",
      "cpim: Message/CPIM (RFC 3862); pidf: a presence document (RFC 3863); sip: a message as it"
          + " comes in a datagram (RFC 3261); stanza: an XMPP stanza, or a document <stanzas"
          + " xmlns='jabber:component:accept'> of any number."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the object is valid",
      "1:it is not; the JSON says why",
      "2:wrong usage, or a file that cannot be read"
    })
final class ParseCommand implements Callable<Integer> {
  private final InputStream in;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "FORMAT", description = "cpim, pidf, sip or stanza")
  private Format format = Format.cpim;

  @Parameters(index = "1", paramLabel = "FILE", description = "what to read; - for standard input")
  private String file = "-";

  ParseCommand(InputStream in) {
    this.in = in;
  }

  /** The formats, in the spelling of the command line. */
  enum Format {
    cpim(ParsedCpim::of),
    pidf(ParsedPidf::of),
    sip(ParsedSip::of),
    stanza(ParsedStanzas::of);

    private final Function<Octets, Map<String, Object>> parser;

    Format(Function<Octets, Map<String, Object>> parser) {
      this.parser = parser;
    }
  }

  @Override
  public Integer call() {
    Logging.off();
    PrintWriter err = spec.commandLine().getErr();
    Map<String, Object> json;
    try {
      json = format.parser.apply(InputFile.read(file, in));
    } catch (IOException e) {
      boolean missing = e instanceof NoSuchFileException;
      String remedy = missing ? "; name one that exists, or - for standard input" : "";
      err.println(file + ": " + Wording.unreadable(e) + remedy);
      return Main.EXIT_USAGE;
    } catch (InvalidPathException e) {
      err.println(file + ": no name of a file");
      return Main.EXIT_USAGE;
    }
    spec.commandLine().getOut().println(Json.text(json));
    return Boolean.TRUE.equals(json.get("valid")) ? 0 : Main.EXIT_NO;
  }
}
