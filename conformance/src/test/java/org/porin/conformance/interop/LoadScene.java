package org.porin.conformance.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.porin.conformance.load.Addressing;
import org.porin.conformance.load.Load;
import org.porin.conformance.load.LoadSettings;
import org.testcontainers.containers.GenericContainer;

/**
 * ejabberd with two components: Porin, which carries montague.example, and the load itself as
 * load.capulet.example. The way between them is found.
 *
 * @param load to be run
 */
record LoadScene(Porin porin, Load load) {
  private static final int LOAD_PORT = Containers.COMPONENT_PORT + 1;
  private static final long STARTUP_MILLIS = 60_000;

  /**
   * How much, and how fast.
   *
   * @param messages each way
   * @param lanes pairs of source and destination
   * @param rate to send out a second; 0 for full speed
   * @param sinkRate a second that the sink takes; 0 for all
   */
  record Traffic(int messages, int lanes, int rate, int sinkRate) {}

  /**
   * Starts it all.
   *
   * @param tables of Porin's configuration, as TOML
   * @param jvmOptions of Porin
   */
  static LoadScene start(Stage stage, Traffic traffic, String tables, List<String> jvmOptions)
      throws Exception {
    GenericContainer<?> ejabberd =
        stage.enter(
            Containers.ejabberd(
                Map.of(
                    "montague.example",
                    Containers.COMPONENT_PORT,
                    "load.capulet.example",
                    LOAD_PORT)));
    ejabberd.start();
    int sinkPort = Loopback.freePort();
    NameServer names = stage.enter(NameServer.open());
    Porin porin =
        stage.enter(
            Porin.run(
                new Porin.Settings(
                    ejabberd.getMappedPort(Containers.COMPONENT_PORT),
                    Map.of(),
                    List.of("montague.example"),
                    List.of("capulet.example", "load.capulet.example"),
                    Loopback.freePort(),
                    names.address(),
                    Map.of("montague.example", "sip:127.0.0.1:" + sinkPort + ";transport=tcp")),
                tables,
                jvmOptions));
    Load load =
        new Load(
            new LoadSettings(
                Loopback.at(ejabberd.getMappedPort(LOAD_PORT)),
                "load.capulet.example",
                Containers.SECRET,
                porin.sip(),
                Loopback.at(sinkPort),
                "montague.example",
                Addressing.transparent("load.capulet.example", "montague.example"),
                Optional.empty(),
                traffic.messages(),
                traffic.lanes(),
                300,
                traffic.rate(),
                traffic.sinkRate(),
                1,
                4,
                Map.of("porin", List.of(porin.pid()), "ejabberd", List.of(beam(ejabberd)))));
    assertThat(load.awaitWay(STARTUP_MILLIS)).as(porin.output()).isTrue();
    return new LoadScene(porin, load);
  }

  /** The pid, on this machine, of the process that is ejabberd. */
  private static long beam(GenericContainer<?> ejabberd) {
    var processes = ejabberd.getDockerClient().topContainerCmd(ejabberd.getContainerId()).exec();
    int pid = Arrays.asList(processes.getTitles()).indexOf("PID");
    return Arrays.stream(processes.getProcesses())
        .filter(process -> process[process.length - 1].contains("beam"))
        .mapToLong(process -> Long.parseLong(process[pid]))
        .findFirst()
        .orElseThrow();
  }
}
