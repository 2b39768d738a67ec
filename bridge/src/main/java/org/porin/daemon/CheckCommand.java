package org.porin.daemon;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code porin check}: what would keep a bridge from working, before it runs. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Validates a configuration and tries what it needs: XMPP server, sockets, DNS.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing is wrong; notes may be worth a look",
      "1:something is wrong; the remedy stands below it",
      "2:wrong usage, or a configuration with errors"
    })
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ConfigurationOption option = new ConfigurationOption();

  @Override
  public Integer call() throws ConfigurationException {
    Logging.off();
    Configuration configuration = option.read();
    String name = option.file().map(Object::toString).orElse("the environment");
    boolean right = true;
    var out = spec.commandLine().getOut();
    out.println(Finding.right("configuration in " + name + ": no errors"));
    for (Finding finding : new Check(configuration).findings()) {
      out.println(finding);
      right &= finding.verdict() != Finding.Verdict.WRONG;
    }
    return right ? 0 : Main.EXIT_NO;
  }
}
