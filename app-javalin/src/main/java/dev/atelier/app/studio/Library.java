package dev.atelier.app.studio;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.SortedMap;

/**
 * A script library that comes as a WebJar.
 *
 * @param name what scripts import it by
 * @param webJar its artifact
 * @param folder where in the WebJar its modules lie, beginning with a slash; empty for the top
 * @param main the module that its bare name means
 */
record Library(String name, String webJar, String folder, String main) {
    /** The version on the class path, which the WebJar's folders are named by. */
    String version() {
        try (InputStream in = Library.class.getResourceAsStream(properties())) {
            if (in == null) {
                throw new IllegalStateException("the class path has no WebJar " + webJar);
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String properties() {
        return "/META-INF/maven/org.webjars.npm/" + webJar + "/pom.properties";
    }

    /** Its modules by their names; builds for other places than a browser in production are left out. */
    SortedMap<String, byte[]> files() {
        return ResourceFolder.read(
                "/META-INF/resources/webjars/" + webJar + "/" + version() + folder,
                properties(),
                name -> name.endsWith(".js")
                        && !name.startsWith("node/")
                        && !name.startsWith("development/")
                        && !name.contains(".umd."));
    }
}
