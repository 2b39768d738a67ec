package org.porin.daemon;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.Security;
import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. Every command says what went wrong in words, never as a stack trace. */
@Command(
    name = "porin",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Carries messages between XMPP and SIP/SIMPLE domains (RFC 3922, CPIM).",
    footer = {
      "",
      "Start with the configuration: porin check --config porin.toml",
      "Where --config is not given, the environment variable PORIN_CONFIG names the file."
    })
public final class Main implements Runnable {
  /** A command that could do its work and found that something is not as it should be. */
  static final int EXIT_NO = 1;

  /** A usage or a configuration that cannot be worked with. */
  static final int EXIT_USAGE = 2;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Runs one command and leaves with its exit code. */
  public static void main(String[] arguments) {
    forgetFailedLookupsSoon();
    int code = commandLine(System.in, System.out, System.err).execute(arguments);
    System.out.flush();
    System.exit(code);
  }

  /**
   * The JVM remembers for 10 s that a name has no address. A server's name that is gone while the
   * server is down, as container networks do it, must not keep the link down after its return.
   */
  private static void forgetFailedLookupsSoon() {
    Security.setProperty("networkaddress.cache.negative.ttl", "1");
  }

  /** All commands; text is written in UTF-8. */
  static CommandLine commandLine(InputStream in, OutputStream out, OutputStream err) {
    return new CommandLine(new Main())
        .addSubcommand(new RunCommand())
        .addSubcommand(new CheckCommand())
        .addSubcommand(new ResolveCommand())
        .addSubcommand(new TraceCommand(InstantSource.system()))
        .addSubcommand(new PeersCommand())
        .addSubcommand(new PresenceCommand(InstantSource.system()))
        .addSubcommand(new KeysCommand(InstantSource.system()))
        .addSubcommand(new ParseCommand(in))
        .addSubcommand(new TranslateCommand(in, out, InstantSource.system()))
        .addSubcommand(new VerifyCommand(in, InstantSource.system()))
        .addSubcommand(new HelpCommand())
        .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
        .setExecutionExceptionHandler(
            (thrown, command, parsed) -> {
              boolean expected = thrown instanceof ConfigurationException;
              command.getErr().println(expected ? thrown.getMessage() : "porin: " + thrown);
              return EXIT_USAGE;
            });
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command? See porin --help");
  }
}
