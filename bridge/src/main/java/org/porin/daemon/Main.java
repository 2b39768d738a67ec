package org.porin.daemon;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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
    subcommands = {CheckCommand.class, ResolveCommand.class, HelpCommand.class},
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
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = commandLine(out, err).execute(arguments);
    out.flush();
    System.exit(code);
  }

  static CommandLine commandLine(PrintWriter out, PrintWriter err) {
    return new CommandLine(new Main())
        .setOut(out)
        .setErr(err)
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
