package dev.atelier.providers;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.atelier.core.MainClasses;

@AnalyzeClasses(packages = "dev.atelier.providers", importOptions = MainClasses.class)
class ProvidersArchitectureTest {
    @ArchTest
    static final ArchRule dependsOnCoreAndItsLibrariesAlone = classes()
            .that()
            .resideInAPackage("dev.atelier.providers..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.atelier.providers..",
                    "dev.atelier.core..",
                    "java..",
                    "javax.crypto..",
                    "javax.imageio..",
                    "javax.net..",
                    "org.jspecify..",
                    "io.github.resilience4j..",
                    "okhttp3..",
                    "okio..",
                    "kotlin..",
                    "com.fasterxml.jackson..");
}
