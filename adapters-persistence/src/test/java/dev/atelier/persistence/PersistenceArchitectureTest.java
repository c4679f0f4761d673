package dev.atelier.persistence;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.atelier.core.MainClasses;

@AnalyzeClasses(packages = "dev.atelier.persistence", importOptions = MainClasses.class)
class PersistenceArchitectureTest {
    @ArchTest
    static final ArchRule dependsOnCoreAndItsLibrariesAlone = classes()
            .that()
            .resideInAPackage("dev.atelier.persistence..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.atelier.persistence..",
                    "dev.atelier.core..",
                    "java..",
                    "javax.sql..",
                    "org.jspecify..",
                    "org.jdbi..",
                    "com.zaxxer.hikari..",
                    "io.github.bucket4j..",
                    "org.postgresql..",
                    "org.flywaydb..",
                    "com.github.kagkarlsson.scheduler..",
                    "com.fasterxml.jackson..",
                    "org.apache.commons.compress..",
                    "org.tukaani.xz..");
}
